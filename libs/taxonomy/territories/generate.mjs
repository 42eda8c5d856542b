// Writes ../data/territories.json from the official list: node libs/taxonomy/territories/generate.mjs
// The package's own entry reads ./data from the working directory and throws elsewhere, so its files are read directly.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const regions = require('@etalab/decoupage-administratif/data/regions.json');
const departments = require('@etalab/decoupage-administratif/data/departements.json');

/** « Côte d’Azur », not « Côte d'Azur ». */
const typographic = (name) => name.replaceAll("'", '’');
const byCode = (a, b) => (a.code < b.code ? -1 : 1);

// The eight overseas collectivities stand in both lists under one code: one leaf each, and the region's form is another name for it.
const isCollectivity = ({ zone }) => zone === 'com';

const territories = [
  { code: 'NAT-FR', name: 'France entière', parent: null },
  ...regions
    .filter((region) => !isCollectivity(region))
    .map(({ code, nom }) => ({ code: `REG-${code}`, name: typographic(nom), parent: 'NAT-FR' }))
    .sort(byCode),
  ...departments
    .map((department) => ({
      code: `DEP-${department.code}`,
      name: typographic(department.nom),
      ...(isCollectivity(department)
        ? { parent: 'NAT-FR', alias: `REG-${department.region}` }
        : { parent: `REG-${department.region}` }),
    }))
    .sort(byCode),
];

const lines = territories.map((territory) => `  ${JSON.stringify(territory)}`);
writeFileSync(new URL('../data/territories.json', import.meta.url), `[\n${lines.join(',\n')}\n]\n`);
