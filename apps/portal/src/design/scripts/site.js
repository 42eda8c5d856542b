import { fillOnDemand, saveAsOneGoes } from './autosave.js';
import { copyOnDemand } from './copy.js';
import { openDialogs } from './dialogs.js';
import { searchAtOnce } from './instant-search.js';
import { closeMenus } from './menus.js';
import { printOnDemand } from './print.js';
import { proveWork } from './prove-work.js';
import { sortByKeyboard } from './triage.js';
import { showUploads } from './uploads.js';

// Pages work without any of this.
document.documentElement.classList.add('with-script');
closeMenus();
openDialogs();
copyOnDemand();
searchAtOnce();
printOnDemand();
saveAsOneGoes();
fillOnDemand();
showUploads();
proveWork();
sortByKeyboard();
// What was refused is said first; an example of it is not.
document.querySelector('#erreurs:not([data-example] *)')?.focus();
