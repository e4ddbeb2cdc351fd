// The drawer, the live mark, and what closes when one clicks elsewhere.

export function startFrame() {
  const opener = document.querySelector('a[href="#menu"]');

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.querySelector("details.drop[open]");
    if (open) {
      open.open = false;
      open.querySelector("summary").focus();
    } else if (location.hash === "#menu") {
      location.hash = "#content";
      opener?.focus();
    }
  });

  document.addEventListener("click", (event) => {
    for (const open of document.querySelectorAll("details.drop[open]")) {
      if (!open.contains(event.target)) open.open = false;
    }
    // A click on the shade beside the open drawer closes it.
    if (location.hash === "#menu" && !event.target.closest("#menu, a[href='#menu']")) {
      event.preventDefault();
      location.hash = "#content";
    }
  });

  for (const [name, state] of [
    ["htmx:sse:after:connection", "on"],
    ["htmx:sse:error", "off"],
    ["htmx:sse:close", "off"],
    ["htmx:error", "off"],
    ["htmx:response:error", "off"],
  ]) {
    document.addEventListener(name, (event) => {
      const mark = event.target.closest?.(".live");
      if (mark) show(mark, state);
    });
  }
  window.addEventListener("offline", () => document.querySelectorAll(".live").forEach((mark) => show(mark, "off")));
}

function show(mark, state) {
  mark.dataset.state = state;
  const words = mark.querySelector("span");
  if (words && mark.dataset[state]) words.textContent = mark.dataset[state];
}

// A small form that opens in a row is opened to be written in.
document.addEventListener(
  "toggle",
  (event) => {
    if (event.target.matches?.("details.quick[open]")) event.target.querySelector("input, textarea, select")?.focus();
  },
  true
);

// An act that cannot be undone asks first; without a script the page it leads to asks.
document.addEventListener("submit", (event) => {
  const ask = event.target.dataset?.confirm;
  if (ask && !window.confirm(ask)) event.preventDefault();
});
