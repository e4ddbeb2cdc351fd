// What is kept on the phone without a network is sealed to the key of the house, whose public half stands in the form.
//
// A key pair is made for each thing and its private half forgotten: nothing that stays on this phone opens what was sealed. The house
// gives the key back to the account that sealed it, when that is signed in; so what waits needs a network to be read, not to be kept.
const OPEN = "/bao-cao/mo";
const PURPOSE = "buuan counter 1|";
const CURVE = { name: "ECDH", namedCurve: "P-256" };
const utf8 = (text) => new TextEncoder().encode(text);
const toText = (data) => btoa(String.fromCharCode(...new Uint8Array(data)));
const toBytes = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));

// A page that is not opened over https has no such means.
export const canSeal = (to) => Boolean(to && globalThis.crypto?.subtle);

// Seal bytes; `account` and `about` are bound to them: changed ones do not open it any more.
export async function seal(to, account, about, data) {
  const { subtle } = crypto;
  const own = await subtle.generateKey(CURVE, false, ["deriveBits"]);
  const theirs = await subtle.importKey("raw", toBytes(to), CURVE, false, []);
  const shared = await subtle.deriveBits({ name: "ECDH", public: theirs }, own.privateKey, 256);
  const point = await subtle.exportKey("raw", own.publicKey);
  const begun = await subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: point, info: utf8(PURPOSE + account) };
  const key = await subtle.deriveKey(how, begun, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await subtle.encrypt({ name: "AES-GCM", iv, additionalData: utf8(about) }, key, data);
  return { house: to, point: toText(point), iv, data: sealed };
}

// Give the bytes again, null where they cannot be opened (the house has another key or destroyed it, or what is kept was changed); throws
// without a network, and "signed-out" where nobody is signed in. The house is told to which of its keys it was sealed; what was sealed
// before that was kept may open with any of those that it gives.
export async function unseal(sealed, token, about) {
  const asked = new URLSearchParams({ csrfmiddlewaretoken: token, point: sealed.point, house: sealed.house ?? "" });
  const answer = await fetch(OPEN, { method: "POST", body: asked, redirect: "manual", signal: AbortSignal.timeout?.(30000) });
  if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) throw new SignedOut();
  if (answer.status === 422) return null;
  if (!answer.ok || !answer.headers.get("Content-Type")?.includes("json")) throw new Error("not answered");
  const { keys } = await answer.json();
  for (const key of keys) {
    try {
      const opener = await crypto.subtle.importKey("raw", toBytes(key), "AES-GCM", false, ["decrypt"]);
      return await crypto.subtle.decrypt({ name: "AES-GCM", iv: sealed.iv, additionalData: utf8(about) }, opener, sealed.data);
    } catch {
      // Not this one.
    }
  }
  return null;
}

export class SignedOut extends Error {}

// What is bound to a report: nobody who gets at the phone can give it other times or another account.
const aboutOf = (entry) => JSON.stringify([entry.key, entry.account, entry.found, entry.sent]);

// Give the report as it is kept: fields, photos and what the server said to it are sealed, as one body.
export async function sealEntry(entry, to) {
  const body = new FormData();
  for (const [name, value] of entry.fields) body.append(name, value);
  if (entry.error) body.append("said-by-server", entry.error);
  const packed = new Response(body);
  const type = packed.headers.get("Content-Type");
  const sealed = await seal(to, entry.account, aboutOf(entry), await packed.arrayBuffer());
  const { fields, error, ...rest } = entry;
  return { ...rest, sealed: { ...sealed, type } };
}

// Give the report with its fields again, null where it cannot be opened. One of before they were sealed is as it is.
export async function openEntry(entry, token) {
  if (!entry.sealed) return entry;
  const data = await unseal(entry.sealed, token, aboutOf(entry));
  if (!data) return null;
  const { sealed, ...rest } = entry;
  const fields = [...(await new Response(data, { headers: { "Content-Type": sealed.type } }).formData())];
  const said = fields.find(([name]) => name === "said-by-server")?.[1] ?? "";
  return { ...rest, error: said, fields: fields.filter(([name]) => name !== "said-by-server") };
}

// Drafts: words only, as text.
export async function sealText(to, account, about, text) {
  const { house, point, iv, data } = await seal(to, account, about, utf8(text));
  return { house, point, iv: toText(iv), data: toText(data) };
}

export async function unsealText(kept, token, about) {
  const data = await unseal({ ...kept, iv: toBytes(kept.iv), data: toBytes(kept.data) }, token, about);
  return data && new TextDecoder().decode(data);
}
