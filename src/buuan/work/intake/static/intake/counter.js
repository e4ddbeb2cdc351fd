// The counter form: how long it has been open, how many photos are chosen, and no second press while the first is on its way.
//
// Everything here is convenience: without it the form is sent all the same, and the server takes the same form once.

function startTimer(clock) {
  const opened = Date.now();
  const tick = () => {
    const seconds = Math.floor((Date.now() - opened) / 1000);
    clock.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  };
  tick();
  setInterval(tick, 1000);
}

// Without a script the bare file controls show what was chosen; with it they become chips that count.
function startPhotos(place) {
  place.classList.add("chips");
  for (const input of place.querySelectorAll("input[type=file]")) {
    const name = input.parentElement.querySelector("[data-name]");
    const words = name.textContent;
    const say = () => {
      const count = input.files.length;
      name.textContent = count ? `${words} (${count})` : words;
    };
    input.addEventListener("change", say);
    say();
  }
}

function startForm(form) {
  let sent = false;
  form.addEventListener("submit", (event) => {
    if (sent) event.preventDefault();
    sent = true;
    form.setAttribute("aria-busy", "true");
  });
  // Coming back in the history, or after a lost connection, the form can be sent again.
  window.addEventListener("pageshow", () => {
    sent = false;
    form.removeAttribute("aria-busy");
  });
  // A draft that was filled in again is judged as if it had been typed.
  form.addEventListener("draft:filled", () => {
    for (const field of form.querySelectorAll("[hx-get]")) field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

for (const clock of document.querySelectorAll("[data-timer]")) startTimer(clock);
for (const place of document.querySelectorAll("[data-photos]")) startPhotos(place);
for (const form of document.querySelectorAll("form[data-counter]")) startForm(form);
