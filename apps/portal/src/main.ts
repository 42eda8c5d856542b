import { startService } from '#platform';
import { portalConfig } from './portal.config.ts';
import { portalModule } from './portal.module.ts';
import { portalOptions } from './portal.options.ts';

const config = portalConfig();
await startService(portalModule(config), portalOptions(config));
