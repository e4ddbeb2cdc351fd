// Clock chips tick: the words are the server's (data-clock-words), the time is the server's too, for office clocks are wrong.

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86400;

export function startClocks() {
  const now = Date.parse(document.body.dataset.now || "");
  const words = JSON.parse(document.body.dataset.clockWords || "null");
  if (!words) return;
  const ahead = Number.isNaN(now) ? 0 : Date.now() - now;
  const tick = () => {
    for (const chip of document.querySelectorAll("time[data-clock]")) say(chip, words, (Date.now() - ahead) / 1000);
  };
  setInterval(tick, 20000);
  document.addEventListener("visibilitychange", () => document.hidden || tick());
  document.addEventListener("htmx:after:swap", tick);
}

function say(chip, words, now) {
  const due = Date.parse(chip.dateTime) / 1000;
  const soon = chip.dataset.soon ? Date.parse(chip.dataset.soon) / 1000 : due - DAY;
  const side = now > due ? "late" : "left";
  const text = spell(words[side], words, Math.abs(due - now), chip.dataset.clock === "exact");
  const shown = chip.querySelector("span");
  if (shown.textContent !== text) shown.textContent = text;
  chip.classList.toggle("late", side === "late");
  chip.classList.toggle("soon", side === "left" && now >= soon);
}

// The same cuts as `spell_span` in clocks.py: whole units, rounded down.
export function spell(pattern, words, seconds, exact) {
  const minutes = Math.floor(seconds / MINUTE);
  if (minutes < 1) return words.now;
  const of = (unit, count) => words[unit].replace("{n}", count);
  let span;
  if (exact && seconds >= HOUR) {
    const rest = minutes % 60;
    span = of("hour", Math.floor(seconds / HOUR)) + (rest ? ` ${of("minute", rest)}` : "");
  } else if (seconds >= DAY) span = of("day", Math.floor(seconds / DAY));
  else if (seconds >= HOUR) span = of("hour", Math.floor(seconds / HOUR));
  else span = of("minute", minutes);
  return pattern.replace("{span}", span);
}
