// The keyboard: / search, ? the keys of this page, j k (or arrows) through a list, Enter opens, x chooses, g + letter goes.
//
// A button with data-key="b" is pressed by that letter: inside a list row for the row at hand, elsewhere for the page.

let going = 0;

export function startKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    if (press(event)) event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    const dialog = document.getElementById("keys");
    if (event.target.closest("[data-show-keys]")) showKeys(dialog);
    if (event.target === dialog || event.target.closest("[data-shut]")) event.target.closest("dialog")?.close();
  });
}

function isTyping(element) {
  if (element.isContentEditable) return true;
  if (element.matches("textarea, select")) return true;
  return element.matches("input") && !["checkbox", "radio", "button", "submit", "reset", "file"].includes(element.type);
}

function press(event) {
  const key = event.key;
  const row = document.activeElement?.closest?.("[data-row]");
  if (key === "/") return focusOn(document.getElementById("seek"));
  if (key === "?") return showKeys(document.getElementById("keys"));
  if (key === "j" || (key === "ArrowDown" && row)) return step(row, 1);
  if (key === "k" && !row?.querySelector('[data-key="k"]')) return step(row, -1);
  if (key === "ArrowUp" && row) return step(row, -1);
  if (row && document.activeElement === row) {
    if (key === "Enter") return push(row.querySelector("a[href]"));
    if (key === "x") return push(row.querySelector(".pick input"));
  }
  if (key.length !== 1 || event.repeat) return false;
  const letter = key.toLowerCase();
  if (Date.now() - going < 1500) {
    going = 0;
    return push(document.querySelector(`a[data-go="${CSS.escape(letter)}"]`));
  }
  const button =
    row?.querySelector(`[data-key="${CSS.escape(letter)}"]`) ??
    [...document.querySelectorAll(`[data-key="${CSS.escape(letter)}"]`)].find((found) => !found.closest("[data-row]"));
  if (button) return push(button);
  if (letter === "g" && document.querySelector("a[data-go]")) going = Date.now();
  return false;
}

function step(row, by) {
  const rows = [...document.querySelectorAll("[data-row]")];
  if (!rows.length) return false;
  const at = row ? rows.indexOf(row) + by : by > 0 ? 0 : rows.length - 1;
  return focusOn(rows[Math.max(0, Math.min(rows.length - 1, at))]);
}

function focusOn(element) {
  if (!element) return false;
  element.focus();
  element.select?.();
  element.scrollIntoView({ block: "nearest" });
  return true;
}

function push(element) {
  if (!element || element.disabled) return false;
  element.click();
  return true;
}

// Only the keys that do something on this page are listed.
function showKeys(dialog) {
  if (!dialog) return false;
  for (const line of dialog.querySelectorAll("[data-when]")) line.hidden = !document.querySelector(line.dataset.when);
  const list = dialog.querySelector("[data-more]");
  list.replaceChildren();
  const seen = new Set();
  for (const element of document.querySelectorAll("[data-key], a[data-go]")) {
    const go = element.dataset.go;
    const keys = go ? `g ${go}` : element.dataset.key;
    if (seen.has(keys)) continue;
    seen.add(keys);
    const name = document.createElement("dt");
    const kbd = document.createElement("kbd");
    kbd.textContent = keys;
    name.append(kbd);
    const does = document.createElement("dd");
    does.textContent = (element.dataset.keyName || element.querySelector("span")?.textContent || element.textContent).trim();
    list.append(name, does);
  }
  list.hidden = !seen.size;
  dialog.showModal();
  return true;
}
