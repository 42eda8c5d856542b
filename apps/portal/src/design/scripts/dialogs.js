/** `data-opens="id"` on a link or a button opens the dialog of that name; without script the link leads to the same thing. */
export const openDialogs = () => {
  document.addEventListener('click', (event) => {
    const opener = event.target.closest('[data-opens]');
    if (!opener) return;
    const dialog = document.getElementById(opener.dataset.opens);
    if (!dialog?.showModal) return;
    event.preventDefault();
    dialog.showModal();
  });
};
