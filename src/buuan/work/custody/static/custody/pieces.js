// Sends a large file in pieces and goes on where it stopped; without this script the plain form sends the file whole.
//
// Which upload belongs to which file is kept in this tab only, by name, size and time of change, so that pressing the button again
// after the network broke goes on instead of beginning anew.
(() => {
  const form = document.querySelector("form[data-pieces]");
  if (!form || !window.fetch) return;
  const input = form.querySelector("input[type=file]");
  const token = form.querySelector("input[name=token]");
  const line = form.querySelector("[data-progress]");
  const sign = form.querySelector("input[name=csrfmiddlewaretoken]").value;
  const SMALL = 4 * 1024 * 1024;
  const TRIES = 6;

  const megabytes = (size) => `${(size / 1048576).toFixed(1).replace(".", ",")} MB`;
  const say = (text) => {
    line.hidden = false;
    line.textContent = text;
  };
  const progress = (done, all) => say(form.dataset.words.replace("{done}", megabytes(done)).replace("{all}", megabytes(all)));
  const nameOf = (file) => `buuan.piece.${form.dataset.pieces}.${file.name}.${file.size}.${file.lastModified}`;
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));

  async function ask(url, options = {}) {
    const headers = { "X-CSRFToken": sign, ...(options.headers || {}) };
    const answer = await fetch(url, { ...options, headers, credentials: "same-origin" });
    const body = await answer.json();
    if (answer.ok) return body;
    const error = new Error(body.detail);
    error.final = answer.status < 500;
    throw error;
  }

  async function begun(file) {
    const kept = sessionStorage.getItem(nameOf(file));
    if (kept) {
      try {
        const one = JSON.parse(kept);
        return { ...one, received: (await ask(one.url)).received };
      } catch {
        sessionStorage.removeItem(nameOf(file));
      }
    }
    const made = await ask(form.dataset.pieces, { method: "POST", body: new URLSearchParams({ name: file.name, size: file.size }) });
    sessionStorage.setItem(nameOf(file), JSON.stringify({ token: made.token, url: made.url, piece: made.piece }));
    return made;
  }

  async function send(file) {
    const upload = await begun(file);
    let at = upload.received;
    let tries = 0;
    while (at < file.size) {
      progress(at, file.size);
      try {
        const body = file.slice(at, at + upload.piece);
        const headers = { "Upload-Offset": String(at), "Content-Type": "application/octet-stream" };
        at = (await ask(upload.url, { method: "POST", headers, body })).received;
        tries = 0;
      } catch (error) {
        if (error.final || ++tries > TRIES) throw error;
        await pause(1000 * 2 ** tries);
        at = (await ask(upload.url).catch(() => ({ received: at }))).received;
      }
    }
    progress(at, file.size);
    sessionStorage.removeItem(nameOf(file));
    return upload.token;
  }

  form.addEventListener("submit", async (event) => {
    const file = input.files[0];
    if (!file || file.size <= SMALL || token.value) return;
    event.preventDefault();
    const button = form.querySelector(".form-end button");
    button.disabled = true;
    try {
      token.value = await send(file);
      input.value = "";
      form.submit();
    } catch (error) {
      say(error.final ? error.message : form.dataset.failed);
      button.disabled = false;
    }
  });
})();
