const bits = 12;
/** So many are hashed at once: waiting for each alone takes longer than the hash. */
const batch = 64;

const startsWithZeros = (bytes) => {
  const view = new DataView(bytes);
  return view.getUint32(0) >>> (32 - bits) === 0;
};

/** A number that took some work to find, for this address at this minute: cheap for one person, dear for a thousand forms. */
const workFor = async (email) => {
  const minute = Math.floor(Date.now() / 60_000);
  const encoder = new TextEncoder();
  const fits = async (number) =>
    startsWithZeros(await crypto.subtle.digest('SHA-256', encoder.encode(`${minute}:${email}:${number}`)));
  for (let first = 0; ; first += batch) {
    const tried = await Promise.all(Array.from({ length: batch }, (_, offset) => fits(first + offset)));
    if (tried.includes(true)) return `${minute}.${first + tried.indexOf(true)}`;
  }
};

/** `data-proves="field"`: the form is sent with the work that its address asks for. Without script, or without hashes, it is sent as it is. */
export const proveWork = () => {
  if (!globalThis.crypto?.subtle) return;
  document.addEventListener('submit', async (event) => {
    const form = event.target.closest('[data-proves]');
    const proof = form?.elements.namedItem('proof');
    if (!proof || form.dataset.proved) return;
    event.preventDefault();
    const submitter = event.submitter;
    form.setAttribute('aria-busy', 'true');
    proof.value = await workFor(form.elements.namedItem(form.dataset.proves).value.trim().toLowerCase());
    form.removeAttribute('aria-busy');
    form.dataset.proved = 'true';
    // In a task of its own: Chromium drops what is submitted as hashes arrive.
    setTimeout(() => form.requestSubmit(submitter));
  });
};
