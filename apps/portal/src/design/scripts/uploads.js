/** What the fresh page says of files, and the revision that the form beside is to name. */
const refresh = (html) => {
  const fresh = new DOMParser().parseFromString(html, 'text/html');
  const [old, newer] = [document.getElementById('fichiers'), fresh.getElementById('fichiers')];
  if (!old || !newer) return location.reload();
  old.replaceWith(newer);
  const revision = fresh.querySelector('form[data-autosaves] input[name="revision"]')?.value;
  const form = document.querySelector('form[data-autosaves]');
  if (revision && form) form.dispatchEvent(new CustomEvent('essaim:saved-elsewhere', { detail: revision }));
  newer.querySelector('input[type="file"]')?.focus();
};

/** Forms that send files say how far they are, and leave the rest of the page as it is. */
export const showUploads = () => {
  document.addEventListener('submit', (event) => {
    const form = event.target;
    const section = form.closest('[data-refreshed-by-upload]');
    if (!section) return;
    event.preventDefault();
    const progress = form.querySelector('[data-upload-progress]');
    const request = new XMLHttpRequest();
    request.open('POST', form.action);
    request.setRequestHeader('accept', 'text/html');
    if (progress) progress.hidden = false;
    request.upload.addEventListener('progress', ({ loaded, total }) => {
      if (progress && total) progress.querySelector('progress').value = (100 * loaded) / total;
    });
    request.addEventListener('load', () => refresh(request.responseText));
    request.addEventListener('error', () => {
      if (progress) progress.hidden = true;
      const place = form.querySelector('[data-upload-error]');
      if (!place) return form.submit();
      place.hidden = false;
      place.textContent = 'L’envoi s’est interrompu. Vérifiez votre connexion, puis recommencez.';
    });
    request.send(form.enctype === 'multipart/form-data' ? new FormData(form) : new URLSearchParams(new FormData(form)));
  });
};
