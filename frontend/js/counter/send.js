// Sending what waits: used by the page and, where the browser offers it, by the service worker after the page was closed.
//
// Every entry carries the key that its form was given, so that one sent twice, from two places or after a lost answer is one report.
import { entriesOf, put } from "./store.js";

export const FORM = "/bao-cao";
const SEND = "/bao-cao/gui";
const TOKEN = /name="csrfmiddlewaretoken" value="([^"]+)"/;
const ACCOUNT = /data-account="([^"]*)"/;

// Give the token and account of the form as the server shows it now; null when nobody is signed in. Throws without a network.
async function ask() {
  const answer = await fetch(FORM, { redirect: "manual", headers: { "X-Counter": "1" }, cache: "no-store" });
  if (!answer.ok) return null;
  const page = await answer.text();
  return { token: TOKEN.exec(page)?.[1] ?? "", account: ACCOUNT.exec(page)?.[1] ?? "" };
}

export function body(entry, token) {
  const data = new FormData();
  for (const [name, value] of entry.fields) data.append(name, value);
  data.set("client_key", entry.key);
  data.set("csrfmiddlewaretoken", token);
  data.set("opened_at", new Date(entry.found).toISOString());
  data.set("sent_at", new Date(entry.sent).toISOString());
  data.set("device_now", new Date().toISOString());
  return data;
}

// Post one report; gives { status, said }, throws when it did not get through. A proxy's own page counts as not got through.
export async function post(entry, token, queued) {
  const data = body(entry, token);
  if (queued) data.set("temporary", entry.code);
  const answer = await fetch(SEND, { method: "POST", body: data, redirect: "manual", signal: AbortSignal.timeout?.(60000) });
  const isJson = answer.headers.get("Content-Type")?.includes("json");
  if (!isJson && (answer.ok || answer.status >= 500 || answer.type === "opaqueredirect")) throw new Error("not answered");
  return { status: answer.status, said: isJson ? await answer.json() : {} };
}

// Send everything of the account that is signed in; gives "signed-out", "offline" or "sent". One at a time in this browser.
export async function sendAll() {
  const locked = navigator.locks ? (act) => navigator.locks.request("buuan-counter", act) : (act) => act();
  return locked(async () => {
    let form;
    try {
      form = await ask();
    } catch {
      return "offline";
    }
    if (!form || !form.token) return "signed-out";
    for (const entry of await entriesOf(form.account)) {
      if (entry.state !== "waiting") continue;
      try {
        const { status, said } = await post(entry, form.token, true);
        if (status === 200 || status === 201) {
          await put({ ...entry, state: "done", number: said.number, url: said.url, received: said.received_at, fields: [] });
        } else if (status === 403 || status === 401) {
          return "signed-out";
        } else {
          await put({ ...entry, state: "refused", error: said.detail ?? String(status) });
        }
      } catch {
        return "offline";
      }
    }
    return "sent";
  });
}
