import { dirname, join } from 'node:path';

/** Where this package is, the repository around it, the client programs, and where runs leave their logs. */
export const PACKAGE = dirname(import.meta.dirname);
export const REPOSITORY = dirname(PACKAGE);
export const CLIENTS = join(PACKAGE, 'clients');
export const RESULTS = join(PACKAGE, 'results');
