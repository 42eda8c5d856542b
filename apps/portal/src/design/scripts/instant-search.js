const waitMs = 250;

/** The form's own address, without what was left empty. */
const addressOf = (form) => {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value !== '') query.append(name, value);
  const text = query.toString();
  return text ? `${form.action}?${text}` : form.action;
};

/** What the fresh page says in place of what this one says, by the ids that are marked. Facets keep their open lists. */
const replaceWith = (fresh) => {
  for (const part of document.querySelectorAll('[data-refreshed]')) {
    const newer = fresh.getElementById(part.id);
    if (!newer) continue;
    const opened = [...part.querySelectorAll('details[open]')].map(({ id }) => id);
    const focused = part.contains(document.activeElement) ? document.activeElement.id : '';
    part.replaceChildren(...newer.childNodes);
    for (const id of opened) document.getElementById(id)?.setAttribute('open', '');
    if (focused) document.getElementById(focused)?.focus();
  }
  document.title = fresh.title;
};

/** An older browser does not show what is closed: the filters are opened where there is room for them. */
const openBesideResults = (filters) => {
  if (!CSS.supports('selector(::details-content)') && matchMedia('(min-width: 60rem)').matches) filters.open = true;
};

/** Results follow what is typed and ticked: the same page is asked for, and its parts are put in place. */
export const searchAtOnce = () => {
  const form = document.querySelector('form[data-instant]');
  if (!form) return;
  openBesideResults(document.getElementById('filtres'));
  const results = document.getElementById('resultats');
  const count = document.getElementById('compte');
  let waiting;
  let asking;

  const show = async (address, keep) => {
    asking?.abort();
    asking = new AbortController();
    results.setAttribute('aria-busy', 'true');
    try {
      const answer = await fetch(address, { headers: { accept: 'text/html' }, signal: asking.signal });
      const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
      if (!fresh.getElementById('resultats')) return location.assign(address);
      replaceWith(fresh);
      if (keep) history.pushState(null, '', address);
      count.textContent = document.getElementById('total')?.textContent ?? '';
      results.removeAttribute('aria-busy');
    } catch (error) {
      if (error.name !== 'AbortError') location.assign(address);
    }
  };
  const soon = (ms) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => show(addressOf(form), true), ms);
  };

  form.addEventListener('input', (event) => soon(event.target.type === 'search' ? waitMs : 0));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    soon(0);
  });
  addEventListener('popstate', () => location.reload());
};
