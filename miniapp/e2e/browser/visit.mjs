import { Api, Screen, desk } from './people.mjs';

/**
 * Opens every screen of the list, in every form it has: one context for each person and form, as on one device. Two
 * groups at a time: while one page draws, the other waits for the server.
 * @param {import('playwright-core').Browser} browser
 * @param {import('../weapp/demo-server.mjs').DemoServer} server
 * @param {import('./screen-list.mjs').ScreenGroup[]} groups
 * @param {(at: { role: string, row: import('./screen-list.mjs').ScreenRow, form: 'phone' | 'elder' | 'desk', screen: Screen }) => Promise<unknown>} look
 */
export async function visit(browser, server, groups, look) {
  const waiting = [...groups];
  const worker = async () => {
    for (let group = waiting.shift(); group; group = waiting.shift()) await visitGroup(group);
  };
  await Promise.all([worker(), worker()]);

  /** @param {import('./screen-list.mjs').ScreenGroup} group */
  async function visitGroup({ role, screens }) {
    /** @type {Map<string, Screen>} */
    const open = new Map();
    for (const row of screens) {
      for (const form of row.forms ?? /** @type {const} */ (['phone', 'elder'])) {
        const device = `${row.who} ${form}`;
        const screen =
          open.get(device) ??
          (await Screen.open(browser, server.base, {
            elder: form === 'elder',
            session: row.who ? (await Api.as(server.base, row.who)).session : null,
            ...(form === 'desk' ? { size: desk } : {}),
          }));
        open.set(device, screen);
        screen.faults.length = 0;
        await screen.startAt(row.path);
        await row.act?.(screen);
        await screen.settle();
        await look({ role, row, form, screen });
        await screen.page.context().setOffline(false);
      }
    }
    for (const screen of open.values()) await screen.close();
  }
}
