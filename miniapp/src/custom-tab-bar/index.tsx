/** WeChat asks for this file when the tab bar is custom. The bar itself is drawn by each tab page, in its own theme. */
export default function CustomTabBar() {
  return null;
}
