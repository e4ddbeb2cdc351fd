// A file goes up in pieces: after a break it goes on where it stopped, also tomorrow, when the same file is chosen again.
// Without this script the form sends the file whole, as forms do.

const LONGEST_WAIT = 30000;

export function startUploads() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const file = form.matches?.("form[data-pieces]") && form.querySelector("input[type=file]")?.files[0];
    const piece = Number(form.dataset?.pieceBytes);
    if (!file || file.size <= piece) return;
    event.preventDefault();
    send(form, file, piece);
  });
}

async function send(form, file, piece) {
  const box = form.querySelector("[data-sent]");
  const [bar, line, button] = [box.querySelector("progress"), box.querySelector("p"), form.querySelector("button")];
  const say = (words) => (line.textContent = words);
  box.hidden = false;
  button.disabled = true;
  try {
    const fields = new FormData(form);
    fields.delete("file");
    fields.set("name", file.name);
    fields.set("size", file.size);
    fields.set("mark", `${file.lastModified}`);
    const begun = await ask(form.dataset.pieces, fields, say, form);
    let at = begun.received;
    while (at < file.size) {
      bar.value = at / file.size;
      say(form.dataset.sending.replace("{done}", mb(at)).replace("{total}", mb(file.size)));
      // Read before it is sent: a file that was changed or taken away is noticed here.
      const data = await file.slice(at, at + piece).arrayBuffer();
      const told = await ask(`${begun.piece}?tu=${at}`, data, say, form);
      if (told.received === undefined) throw new Error(told.message);
      at = told.received;
    }
    bar.value = 1;
    say(form.dataset.reading);
    const ended = await ask(begun.finish, new FormData(), say, form);
    location.assign(ended.location);
  } catch (error) {
    say(error.message);
    box.classList.add("bad");
    button.disabled = false;
  }
}

const mb = (bytes) => (bytes / 1048576).toLocaleString("vi-VN", { maximumFractionDigits: 1, minimumFractionDigits: 1 });

// Asks until there is an answer; what the server refuses is said, what the network loses is sent again.
async function ask(address, body, say, form) {
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  for (let wait = 1000; ; wait = Math.min(wait * 2, LONGEST_WAIT)) {
    try {
      const answer = await fetch(address, { method: "POST", body, headers: { "X-CSRFToken": token, Accept: "application/json" } });
      if (answer.redirected) location.assign(answer.url);
      if (answer.status < 500 || answer.status === 507) {
        const told = await answer.json().catch(() => ({ message: form.dataset.waiting }));
        if (!answer.ok) throw new Refused(told.message);
        return told;
      }
    } catch (error) {
      if (error instanceof Refused) throw error;
    }
    say(form.dataset.waiting);
    await backOnline(wait);
  }
}

class Refused extends Error {}

function backOnline(wait) {
  return new Promise((done) => {
    const timer = setTimeout(go, wait);
    window.addEventListener("online", go, { once: true });
    function go() {
      clearTimeout(timer);
      window.removeEventListener("online", go);
      done();
    }
  });
}
