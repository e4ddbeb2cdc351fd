// The counter form: how long it has been open, how many photos are chosen, no second press, and reports that wait for a network.
//
// Everything here is convenience: without it the form is sent all the same, and the server takes the same form once.
import { canSeal, openEntry, sealEntry } from "./seal.js";
import { FORM, alone, ask, post, sendAll } from "./send.js";
import { drop, entriesOf, put, rewrite } from "./store.js";

const ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"; // no sign that is mistaken for another when it is read out
const AGAIN = 30_000;
const account = document.body.dataset.account ?? "";

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
    input.form?.addEventListener("reset", () => setTimeout(say));
    say();
  }
}

function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(32))].map((one) => ALPHABET[one % ALPHABET.length]).join("");
}

// Read out to a colleague and written on the parcel until the number is there.
const codeOf = (key) => `TAM-${key.slice(0, 6)}`;

function startForm(form, outbox) {
  let busy = false;
  const opened = Date.now();
  // A page that was kept holds the key of the day it was kept: every form that is opened gets its own.
  if (!("bound" in form.dataset)) form.elements.client_key.value = newKey();
  form.addEventListener("submit", async (event) => {
    if (!outbox) {
      if (busy) event.preventDefault();
      busy = true;
      form.setAttribute("aria-busy", "true");
      return;
    }
    event.preventDefault();
    if (busy) return;
    busy = true;
    form.setAttribute("aria-busy", "true");
    const entry = entryOf(form, opened);
    let leaves = false;
    const leave = (act) => {
      leaves = true;
      act();
    };
    try {
      const { status, said } = await post(entry, form.elements.csrfmiddlewaretoken.value, false);
      if (said.url && status < 300) return leave(() => location.assign(`${said.url}?moi=1`));
      if (status !== 403) return leave(() => form.submit()); // the page says what is missing, with every word still there
      // An old form of before the last sign-in: kept, and sent with a fresh token.
      await outbox.keep(form, entry);
      await outbox.send();
    } catch {
      // Where the browser keeps nothing, it says itself that there is no network.
      await outbox.keep(form, entry).catch(() => leave(() => form.submit()));
    } finally {
      busy = leaves;
      if (!leaves) form.removeAttribute("aria-busy");
    }
  });
  // Coming back in the history, or after a lost connection, the form can be sent again.
  window.addEventListener("pageshow", () => {
    busy = false;
    form.removeAttribute("aria-busy");
  });
  // A draft that was filled in again is judged as if it had been typed.
  form.addEventListener("draft:filled", () => {
    for (const field of form.querySelectorAll("[hx-get]")) field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

function entryOf(form, opened) {
  const key = form.elements.client_key.value;
  const left = ["csrfmiddlewaretoken", "client_key", "opened_at"];
  const fields = [...new FormData(form)].filter(([name, value]) => !left.includes(name) && !(value instanceof File && !value.size));
  return { key, code: codeOf(key), account, fields, found: opened, sent: Date.now(), state: "waiting" };
}

class Outbox {
  constructor(place, form) {
    this.place = place;
    this.form = form;
    this.to = form.dataset.seal;
    this.opened = new Map(); // in memory only: what this page wrote or opened itself
    this.words = place.dataset;
    this.status = place.querySelector("[data-status]");
    this.list = place.querySelector("ul");
    place.querySelector("[data-send]").addEventListener("click", () => this.send());
    window.addEventListener("online", () => this.send());
    window.addEventListener("offline", () => this.show());
    navigator.serviceWorker?.addEventListener("message", () => this.show());
    setInterval(() => this.waiting && document.visibilityState === "visible" && this.send(), AGAIN);
  }

  // Keep a report that did not get through; the form is empty again for the next one.
  async keep(form, entry) {
    const names = new Set(entry.fields.filter(([, value]) => value instanceof File || value.trim()).map(([name]) => name));
    const code = form.elements.item_id;
    if (code.required && !names.has("item_id")) {
      this.say(this.words.needsCode);
      code.focus();
      return;
    }
    if (!canSeal(this.to)) {
      this.say(this.words.unsealed);
      return;
    }
    await put(await sealEntry(entry, this.to));
    this.opened.set(entry.key, entry);
    form.reset();
    form.elements.client_key.value = newKey();
    for (const said of form.querySelectorAll("#code-says, #content-says")) said.replaceChildren();
    form.dispatchEvent(new CustomEvent("counter:kept", { bubbles: true }));
    await this.show(this.words.kept.replace("{code}", entry.code));
    this.place.scrollIntoView({ block: "start" });
    const ready = await navigator.serviceWorker?.ready;
    await ready?.sync?.register("counter").catch(() => {});
  }

  async send() {
    if (this.sending) return;
    this.sending = true;
    try {
      const due = (await this.own()).some((one) => one.state === "waiting" || one.state === "locked");
      const done = due ? await sendAll() : "sent";
      await this.show(done === "signed-out" ? this.words.signedOut : "");
    } finally {
      this.sending = false;
    }
  }

  own() {
    return entriesOf(account);
  }

  // What waits from before reports were sealed is sealed now.
  async sealOld() {
    if (!canSeal(this.to)) return;
    await alone(async () => {
      for (const one of await this.own()) if (one.fields?.length && one.state !== "done") await rewrite(await sealEntry(one, this.to));
    });
  }

  // Give a kept report with its fields, null where it cannot be had now.
  async read(kept) {
    const known = this.opened.get(kept.key);
    if (known && known.state === kept.state) return known;
    const form = await ask().catch(() => null);
    const entry = form?.token && form.account === account ? await openEntry(kept, form.token).catch(() => undefined) : undefined;
    if (entry === null) await rewrite({ ...kept, state: "locked" });
    if (entry) this.opened.set(kept.key, entry);
    return entry ?? null;
  }

  async show(said = "") {
    if (navigator.onLine) for (const one of await this.own()) if (one.state === "refused") await this.read(one);
    const entries = await this.own();
    this.waiting = entries.filter((one) => one.state === "waiting").length;
    this.place.hidden = !entries.length && navigator.onLine && !said;
    const offline = navigator.onLine ? "" : this.words.offline;
    const count = this.waiting ? this.words.waiting.replace("{n}", this.waiting) : "";
    this.say([said, count, offline].filter(Boolean).join(" "));
    this.place.querySelector("[data-send]").hidden = !this.waiting;
    this.list.replaceChildren(...entries.map((one) => this.line(one)));
  }

  say(text) {
    this.status.textContent = text;
    this.place.hidden &&= !text;
  }

  line(entry) {
    const line = document.createElement("li");
    const code = document.createElement("span");
    code.className = "ref";
    code.textContent = entry.code;
    line.append(code, ` ${this.said(entry)}`);
    if (entry.state === "done") {
      const link = document.createElement("a");
      link.className = "ref";
      link.href = entry.url;
      link.textContent = entry.number;
      line.append(" ", link);
    } else if (entry.state === "refused") {
      line.append(" ", this.button(this.words.again, () => this.reopen(entry)));
    } else if (entry.state === "locked") {
      line.append(" ", this.button(this.words.writtenAnew, () => this.forget(entry)));
    }
    return line;
  }

  button(name, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "bt q sm";
    made.textContent = name;
    made.addEventListener("click", act);
    return made;
  }

  async forget(entry) {
    await drop(entry.key);
    await this.show();
  }

  said(entry) {
    const time = (at) => new Date(at).toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" });
    const known = this.opened.get(entry.key);
    const item = known?.fields.find(([name]) => name === "item_id")?.[1] ?? "";
    const led = (...parts) => parts.filter(Boolean).join(" · ");
    const times = this.words.times.replace("{found}", time(entry.found)).replace("{sent}", time(entry.sent));
    if (entry.state === "done") return `${times} · ${this.words.received.replace("{received}", time(entry.received))}`;
    if (entry.state === "locked") return led(times, this.words.locked);
    if (entry.state === "refused") return led(item, `${this.words.refused} ${known?.error ?? ""}`);
    return led(item, times);
  }

  // Put a report that was refused back into the form, with its photos, to be mended and sent again.
  async reopen(kept) {
    const entry = await this.read(kept);
    if (!entry) return this.show(navigator.onLine ? "" : this.words.needsNetwork);
    const files = {};
    for (const field of this.form.querySelectorAll("input[type=checkbox]")) field.checked = false;
    for (const [name, value] of entry.fields) {
      if (value instanceof File) (files[name] ??= new DataTransfer()).items.add(value);
      for (const field of this.form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
        if (field.type === "checkbox") field.checked ||= field.value === value;
        else if (field.type !== "file" && field.type !== "hidden") field.value = value;
      }
    }
    for (const [name, chosen] of Object.entries(files)) {
      const input = this.form.querySelector(`input[type=file][name="${CSS.escape(name)}"]`);
      input.files = chosen.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }
    await drop(entry.key);
    await this.show();
    this.form.elements.item_id.focus();
  }
}

// Let the form open without a network from now on: its page and the files that it loaded are kept.
async function startWorker(address) {
  if (!navigator.serviceWorker || !window.caches) return;
  try {
    await navigator.serviceWorker.register(address, { scope: FORM });
    const cache = await caches.open("buuan-counter");
    const loaded = performance.getEntriesByType("resource").map((one) => new URL(one.name));
    const wanted = loaded.filter((one) => one.origin === location.origin && one.pathname.startsWith("/static/"));
    const known = new Set((await cache.keys()).map((one) => new URL(one.url).pathname));
    const fresh = [...new Set(wanted.map((one) => one.pathname))].filter((one) => !known.has(one));
    if (fresh.length) await cache.addAll(fresh);
    if (!known.has(FORM)) {
      const answer = await fetch(FORM, { redirect: "manual" });
      if (answer.ok) await cache.put(FORM, answer);
    }
    document.documentElement.dataset.offlineReady = "1";
  } catch {
    // Without a worker the form needs a network to open; what is typed is still kept as a draft.
  }
}

for (const clock of document.querySelectorAll("[data-timer]")) startTimer(clock);
for (const place of document.querySelectorAll("[data-photos]")) startPhotos(place);
for (const form of document.querySelectorAll("form[data-counter]")) {
  const place = document.querySelector("[data-outbox]");
  const outbox = place && window.indexedDB ? new Outbox(place, form) : null;
  startForm(form, outbox);
  if (outbox) {
    outbox.sealOld().catch(() => {}).then(() => outbox.show()).then(() => outbox.send());
    const begin = () => setTimeout(() => startWorker(place.dataset.worker), 300);
    if (document.readyState === "complete") begin();
    else window.addEventListener("load", begin);
  }
}
