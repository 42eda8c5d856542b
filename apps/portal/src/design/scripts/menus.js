/** One menu is open at a time; Escape and a click elsewhere close it, and the focus goes back to its button. */
export const closeMenus = () => {
  const menus = [...document.querySelectorAll('.site-menu')];
  const closeAllBut = (kept) => {
    for (const menu of menus) if (menu !== kept) menu.open = false;
  };
  document.addEventListener('click', (event) => closeAllBut(event.target.closest('.site-menu')));
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    const open = menus.find((menu) => menu.open);
    if (!open) return;
    open.open = false;
    open.querySelector('summary').focus();
  });
};
