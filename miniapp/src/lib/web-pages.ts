import Taro from '@tarojs/taro';

/**
 * What the browser does not do by itself and WeChat does: have the pages of the tabs at hand, say so when a page
 * cannot be fetched, and never stand on an address that is no page. H5 only.
 */
interface Route {
  /** Without a leading slash, as in `app.config.ts`. */
  path: string;
  /** Fetches the page's script and style; the promise is the first of what it answers. */
  load: () => unknown[];
}
interface AppConfig {
  routes?: Route[];
  tabBar?: { list: { pagePath: string }[] };
}

const appConfig = () => (window as Window & { __taroAppConfig?: AppConfig }).__taroAppConfig;
const bare = (path = '') => path.replace(/^\//, '').replace(/\?.*/, '');
const isTab = (path: string) => !!appConfig()?.tabBar?.list.some(({ pagePath }) => pagePath === path);

/** How long the first page has the network to itself, in ms. */
const afterStart = 3_000;

/** Fetches the pages of all tabs; what did not come is fetched when the network is back. */
export async function fetchTabs(): Promise<void> {
  const routes = (appConfig()?.routes ?? []).filter(({ path }) => isTab(path));
  const came = await Promise.allSettled(routes.map(async ({ load }) => load()[0]));
  if (came.some(({ status }) => status === 'rejected'))
    window.addEventListener('online', () => void fetchTabs(), { once: true });
}

/** A page's script or style that did not come, as webpack and its style loader name it. */
function isMissingPage(reason: unknown): boolean {
  const { name, code } = (reason ?? {}) as { name?: string; code?: string };
  return name === 'ChunkLoadError' || code === 'CSS_CHUNK_LOAD_FAILED';
}

/** The router has changed the address before it had the page; put it back to the page that is shown. */
function backToShown(shown: string) {
  if (isTab(shown)) void Taro.switchTab({ url: `/${shown}` });
  else history.back();
}

let asking = false;
async function askAgain(): Promise<void> {
  if (asking) return;
  asking = true;
  try {
    for (;;) {
      const shown = bare(Taro.getCurrentPages().at(-1)?.route);
      const { confirm } = await Taro.showModal({
        title: navigator.onLine ? '这一页没有打开' : '没有网络',
        content: navigator.onLine
          ? '网络可能不好，请再试一次。'
          : '这一页还没打开过，要有网络才能打开。连上网后，请再试一次。',
        confirmText: '再试一次',
        confirmColor: '#C4342B',
        cancelText: '先不看',
        // Nothing to go back to when it is the first page that did not come.
        showCancel: shown !== '',
      });
      if (!confirm) return backToShown(shown);
      // Loading anew without the server would leave the person on the browser's own error page.
      const there = await fetch(window.location.pathname, { cache: 'no-store' }).then(
        ({ ok }) => ok,
        () => false,
      );
      if (there) return window.location.reload();
    }
  } finally {
    asking = false;
  }
}

/** Called once by the app on H5. */
export function watchPages() {
  window.addEventListener('unhandledrejection', (event) => {
    if (!isMissingPage(event.reason)) return;
    event.preventDefault();
    void askAgain();
  });
  // Taro replaces the address, so the way back does not lead to the unknown one again.
  Taro.eventCenter.on('__taroRouterNotFound', () => void Taro.reLaunch({ url: '/pages/home/index' }));
  setTimeout(() => void fetchTabs(), afterStart);
}
