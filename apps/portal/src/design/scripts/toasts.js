/** Says something in passing, to eyes and screen readers alike. */
export const toast = (text) => {
  const place = document.querySelector('.toasts');
  const note = document.createElement('p');
  note.className = 'toast';
  note.textContent = text;
  place.append(note);
  setTimeout(() => note.remove(), 8_000);
};
