const waitMs = 900;
const clock = new Intl.DateTimeFormat('fr-FR', { hour: '2-digit', minute: '2-digit' });

/** Says what is wrong beside each field, or that nothing is. What is missing is said of fields that one has left. */
const showErrors = (form, { errors = {}, missing = {} }, left) => {
  for (const place of form.querySelectorAll('[data-error-of]')) {
    const name = place.dataset.errorOf;
    const message = errors[name] ?? (left.has(name) ? missing[name] : undefined);
    place.hidden = !message;
    place.querySelector('span').textContent = message ?? '';
    for (const field of form.querySelectorAll(
      `:is([name="${CSS.escape(name)}"], [name="${CSS.escape(name)}.url"]):not([type="checkbox"])`,
    )) {
      if (message) field.setAttribute('aria-invalid', 'true');
      else field.removeAttribute('aria-invalid');
    }
  }
};

const text = (tag, words) => Object.assign(document.createElement(tag), { textContent: words });

const showDuplicates = (place, duplicates) => {
  if (!place || !duplicates) return;
  const shown = duplicates.map(({ title }) => title).join('\n');
  if (place.dataset.shown === shown) return;
  place.dataset.shown = shown;
  if (duplicates.length === 0) return place.replaceChildren();
  const list = document.createElement('ul');
  for (const { title, network, path } of duplicates) {
    const item = document.createElement('li');
    item.append(
      path ? Object.assign(text('a', title), { href: path, target: '_blank', rel: 'noopener' }) : title,
      ' ',
      network,
    );
    list.append(item);
  }
  const notice = Object.assign(document.createElement('div'), { className: 'notice' });
  notice.append(
    text(
      'p',
      'Une ressource semblable existe peut-être déjà. Regardez avant de continuer\u00a0: rien ne vous en empêche.',
    ),
    list,
  );
  place.replaceChildren(notice);
};

/** Empty fields of a list that grows: there is always one more to fill in. Not at `change`: nothing moves under a click. */
const growLists = () => {
  document.addEventListener('input', ({ target }) => {
    const list = target.closest('[data-grows]');
    const rows = list ? [...list.querySelectorAll('.grown')] : [];
    const last = rows.at(-1);
    if (!last?.contains(target) || target.value === '' || rows.length > 20) return;
    const row = last.cloneNode(true);
    for (const field of row.querySelectorAll('input, select')) {
      const before = field.id;
      field.id = `${before}-${rows.length}`;
      field.value = '';
      for (const label of row.querySelectorAll('label')) if (label.htmlFor === before) label.htmlFor = field.id;
    }
    for (const label of row.querySelectorAll('label'))
      label.textContent = label.textContent.replace(/\d+$/, String(rows.length + 1));
    last.after(row);
  });
};

/** `data-autosaves="address"`: a form is kept while one fills it in. One save at a time, each with the revision of the last. */
export const saveAsOneGoes = () => {
  growLists();
  const form = document.querySelector('form[data-autosaves]');
  if (!form) return;
  const status = document.getElementById('enregistrement');
  const left = new Set();
  let waiting;
  let saving = Promise.resolve();
  let isSent = false;

  const save = async () => {
    if (isSent) return;
    try {
      const answer = await fetch(form.dataset.autosaves, {
        method: 'POST',
        headers: { accept: 'application/json' },
        body: new URLSearchParams(new FormData(form)),
      });
      if (!answer.ok) throw new Error(String(answer.status));
      const kept = await answer.json();
      if (kept.revision) {
        form.elements.revision.value = kept.revision;
        status.textContent = `Enregistré à ${clock.format(new Date())}.`;
      } else if (kept.detail) status.textContent = kept.detail;
      showErrors(form, kept, left);
      showDuplicates(document.getElementById('doublons'), kept.duplicates);
    } catch {
      status.textContent =
        'L’enregistrement n’a pas pu se faire pour l’instant. Continuez\u00a0: le bouton enregistre aussi.';
    }
  };
  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      saving = saving.then(save);
    }, waitMs);
  };

  form.addEventListener('input', soon);
  form.addEventListener('focusout', ({ target }) => target.name && left.add(target.name));
  // A save on its way has the revision that the form is to be sent with.
  form.addEventListener('submit', (event) => {
    clearTimeout(waiting);
    if (isSent) return;
    event.preventDefault();
    const { submitter } = event;
    // A form does not submit again while it tells of having been submitted.
    saving.then(() =>
      setTimeout(() => {
        isSent = true;
        form.requestSubmit(submitter);
      }),
    );
  });
  form.addEventListener('essaim:saved-elsewhere', ({ detail }) => {
    form.elements.revision.value = detail;
  });
  addEventListener('pageshow', ({ persisted }) => persisted && location.reload());
};

/** `data-fills="name" data-with="id"` on a button puts the text of an element into an empty field, or below what it holds. */
export const fillOnDemand = () => {
  document.addEventListener('click', ({ target }) => {
    const button = target.closest('[data-fills]');
    if (!button) return;
    const field = document.getElementById(button.dataset.fills);
    const model = document.getElementById(button.dataset.with).textContent;
    field.value = field.value ? `${field.value}\n${model}` : model;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.focus();
  });
};
