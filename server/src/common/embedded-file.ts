import { join } from 'node:path';

/** The file of the embedded database. */
export function embeddedFile(dataDir: string): string {
  return join(dataDir, 'linli.sqlite');
}
