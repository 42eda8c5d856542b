import { toast } from './toasts.js';

/** `data-copies="id"` copies the text, or the value, of that element. */
export const copyOnDemand = () => {
  document.addEventListener('click', async (event) => {
    const button = event.target.closest('[data-copies]');
    if (!button) return;
    const source = document.getElementById(button.dataset.copies);
    try {
      await navigator.clipboard.writeText(source.value ?? source.textContent);
      toast('Copié.');
    } catch {
      toast('La copie n’a pas pu se faire : sélectionnez le texte.');
    }
  });
};
