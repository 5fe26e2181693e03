// 1rem is 20 dp. Phones scale it with their width; from a tablet on, a dp is a CSS pixel.
(function (html) {
  function fit() {
    const w = html.clientWidth;
    html.style.fontSize = (w >= 600 ? 20 : Math.max(17, Math.min(23, (w * 20) / 375))) + 'px';
  }
  addEventListener('resize', fit);
  fit();
})(document.documentElement);
