/** What people see who open a feed in a browser: plain CSS on the elements of RSS and Atom. No XSLT, which browsers drop. */
export const feedStyle = `
:root { color-scheme: light dark; }
rss, feed {
  display: block; max-width: 44rem; margin: 2rem auto; padding: 0 1rem;
  font: 1rem/1.6 system-ui, sans-serif;
}
rss::before, feed::before {
  content: "Ceci est un flux : copiez l’adresse de cette page dans votre lecteur de flux pour être averti des nouveautés.";
  display: block; padding: 0.75rem 1rem; border: 2px solid; border-radius: 0.5rem; margin-bottom: 1.5rem;
}
channel > title, feed > title { display: block; font-size: 1.5rem; font-weight: 700; }
channel > description, feed > subtitle { display: block; margin-bottom: 1.5rem; }
item, entry { display: block; padding: 1rem 0; border-top: 1px solid; }
item > title, entry > title { display: block; font-weight: 700; }
item > pubDate, entry > published, item > link { display: block; font-size: 0.875rem; }
entry > summary { display: block; }
channel > link, channel > *, item > *, feed > *, entry > * { margin: 0; }
channel > :not(title):not(description):not(item),
item > :not(title):not(pubDate):not(link),
feed > :not(title):not(subtitle):not(entry),
entry > :not(title):not(published):not(summary) { display: none; }
`.trimStart();
