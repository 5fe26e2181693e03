/**
 * Texts of the page that are cut: by an edge of something that hides what does not fit, or by the window. What can be
 * scrolled to is not cut.
 * @param {import('playwright-core').Page} page
 * @returns {Promise<string[]>}
 */
export function cutTexts(page) {
  return page.evaluate(() => {
    /** @type {string[]} */
    const cut = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const words = node.textContent?.trim();
      const owner = node.parentElement;
      if (!words || !owner?.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const box = range.getBoundingClientRect();
      if (box.width === 0 || box.height === 0) continue;
      let scrolls = false;
      for (
        let around = owner;
        around && around !== document.body;
        around = /** @type {HTMLElement} */ (around.parentElement)
      ) {
        const { overflowX, overflowY } = getComputedStyle(around);
        const edge = around.getBoundingClientRect();
        // Made for screen readers only, and hidden so on purpose.
        if (edge.width <= 2 && edge.height <= 2) break;
        scrolls = [overflowX, overflowY].some((way) => way === 'auto' || way === 'scroll');
        if (scrolls) break;
        const over =
          (overflowX !== 'visible' && (box.right > edge.right + 1.5 || box.left < edge.left - 1.5)) ||
          // A line box is a little higher than its letters.
          (overflowY !== 'visible' && (box.bottom > edge.bottom + 4 || box.top < edge.top - 4));
        if (over) {
          cut.push(`${words.slice(0, 40)} in .${around.className}`);
          break;
        }
      }
      if (box.right > innerWidth + 1.5 && !scrolls) cut.push(`${words.slice(0, 40)} leaves the window`);
    }
    return cut;
  });
}

/** How many pixels the page can be scrolled sideways. @param {import('playwright-core').Page} page */
export function tooWide(page) {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return Math.max(0, scrollWidth - clientWidth);
  });
}

/**
 * Things to press that are smaller than a finger needs.
 * @param {import('playwright-core').Page} page
 * @param {number} least px
 * @returns {Promise<string[]>}
 */
export function smallTargets(page, least) {
  return page.evaluate((least) => {
    const kinds = ['button', 'link', 'checkbox', 'radio', 'switch', 'tab'].map((role) => `[role=${role}]`);
    return [...document.querySelectorAll([...kinds, 'input', 'select', 'textarea'].join())]
      .filter(
        (one) =>
          one.checkVisibility({ visibilityProperty: true }) && one.getAttribute('aria-disabled') !== 'true',
      )
      .map((one) => {
        // A field is pressed anywhere in its frame.
        const { width, height } = (one.closest('.field-box') ?? one).getBoundingClientRect();
        return { words: one.getAttribute('aria-label') ?? one.textContent ?? one.tagName, width, height };
      })
      .filter(({ width, height }) => height > 0 && (height < least - 0.5 || width < least - 0.5))
      .map(({ words, width, height }) => `${words.slice(0, 30)}: ${Math.round(width)}×${Math.round(height)}`);
  }, least);
}
