// The look of every text in sight: all that its contrast hangs on, in words. Leaves in `window.looks`
// the places that have it.
() => {
  const BARE = "1 none normal none none";
  const FIELDS = new Set(["INPUT", "SELECT", "TEXTAREA", "BUTTON"]);
  const styles = new Map();
  const shown = [...document.querySelectorAll("body, body *")]
    .filter((one) => one.checkVisibility({ visibilityProperty: true }));

  function style(one) {
    if (!styles.has(one)) styles.set(one, getComputedStyle(one));
    return styles.get(one);
  }

  // What an element lays under its text and over others, and the veils before it.
  function ground(one) {
    const s = style(one);
    const veil = [s.opacity, s.filter, s.mixBlendMode, s.backdropFilter, s.maskImage].join(" ");
    if (s.backgroundColor === "rgba(0, 0, 0, 0)" && s.backgroundImage === "none" && veil === BARE) return "";
    return [s.backgroundColor, s.backgroundImage, s.backgroundClip, s.position, s.zIndex, veil].join(" ");
  }

  function places(one) {
    if (FIELDS.has(one.tagName)) return [...one.getClientRects()];
    const range = document.createRange();
    return [...one.childNodes]
      .filter((node) => node.nodeType === Node.TEXT_NODE && node.data.trim())
      .flatMap((text) => (range.selectNodeContents(text), [...range.getClientRects()]));
  }

  // Not what is for the ear alone, nor what waits above the page until it has the focus; and axe judges
  // no text that is punctuation alone.
  function inSight(one, rects) {
    if (!FIELDS.has(one.tagName) && !/[\p{L}\p{N}\p{S}]/u.test(one.textContent)) return false;
    for (let at = one; at; at = at.parentElement) if (style(at).clipPath === "inset(50%)") return false;
    return rects.some((r) => r.bottom + scrollY > 0 && r.right + scrollX > 0);
  }

  const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  const within = (a, b) =>
    a.left >= b.left - 1 && a.right <= b.right + 1 && a.top >= b.top - 1 && a.bottom <= b.bottom + 1;

  const grounds = shown.map((one) => [one, ground(one)]).filter(([, said]) => said)
    .map(([one, said]) => [one, said, [...one.getClientRects()]]);

  function lies(one, rects, [other, said, there]) {
    const around = other.contains(one);
    if (!rects.some((r) => there.some((t) => meet(r, t)))) return around ? [`beyond ${said}`] : [];
    const before = one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_PRECEDING;
    const how = around ? "in" : one.contains(other) ? "around" : before ? "after" : "before";
    const whole = rects.every((r) => there.some((t) => within(r, t))) ? "" : "partly ";
    return [`${whole}${how} ${said}`];
  }

  function look(one, rects) {
    const s = style(one);
    return [
      s.color, s.fontSize, s.fontWeight, s.textShadow, s.webkitTextStroke, s.webkitTextFillColor,
      ...grounds.flatMap((other) => lies(one, rects, other)),
    ].join("; ");
  }

  window.looks = new Map();
  for (const one of shown) {
    const rects = places(one);
    if (!rects.length || !inSight(one, rects)) continue;
    const said = look(one, rects);
    window.looks.has(said) ? window.looks.get(said).push(one) : window.looks.set(said, [one]);
  }
  return [...window.looks.keys()];
}
