/** `data-triage` on a list: j and k go from one item to the next, and a letter follows the link that bears it in `data-key`. */
export const sortByKeyboard = () => {
  const list = document.querySelector('[data-triage]');
  if (!list) return;
  const titles = [...list.querySelectorAll('h2 a')];
  document.addEventListener('keydown', (event) => {
    const isTyping = event.target.closest('input, textarea, select, [contenteditable]');
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    const item = document.activeElement?.closest('[data-triage] > li');
    const at = titles.findIndex((title) => item?.contains(title));
    if (event.key === 'j') titles[Math.min(at + 1, titles.length - 1)]?.focus();
    else if (event.key === 'k') titles[Math.max(at - 1, 0)]?.focus();
    else item?.querySelector(`[data-key="${CSS.escape(event.key)}"]`)?.click();
  });
};
