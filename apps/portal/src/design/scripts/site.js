import { copyOnDemand } from './copy.js';
import { openDialogs } from './dialogs.js';
import { searchAtOnce } from './instant-search.js';
import { closeMenus } from './menus.js';

// Pages work without any of this.
document.documentElement.classList.add('with-script');
closeMenus();
openDialogs();
copyOnDemand();
searchAtOnce();
document.querySelector('#erreurs')?.focus();
