/** `data-prints` on a button prints the page. */
export const printOnDemand = () => {
  document.addEventListener('click', (event) => {
    if (event.target.closest('[data-prints]')) print();
  });
};
