// The service worker of the counter form: the form opens without a network, and what waits is sent when there is one again.
//
// It keeps one page, the empty form, and the files that it loads; nothing else of the house is ever kept or answered from here.
import { FORM, sendAll } from "./send.js";

const CACHE = "buuan-counter";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate" && url.pathname === FORM) event.respondWith(fresh(request, FORM));
  else if (url.pathname.startsWith("/static/")) event.respondWith(fresh(request, request));
});

// The network first, so that nobody works with an old form; what was kept only when there is none.
async function fresh(request, key) {
  try {
    const answer = await fetch(request);
    // The empty form only: one that came back with what was typed, or that leads to the sign-in, is not kept.
    if (answer.ok && !answer.redirected && (key !== FORM || !new URL(request.url).search)) {
      const cache = await caches.open(CACHE);
      await cache.put(key, answer.clone());
    }
    return answer;
  } catch (error) {
    const kept = await caches.match(key, { cacheName: CACHE });
    if (kept) return kept;
    throw error;
  }
}

self.addEventListener("sync", (event) => {
  if (event.tag === "counter") event.waitUntil(sendAll().then(tell));
});

async function tell() {
  for (const client of await self.clients.matchAll()) client.postMessage("counter:sent");
}
