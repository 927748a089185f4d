// Gives every piece of visible text that does not stand out enough from what lies behind it,
// by WCAG 2.2: a ratio of 4.5, or 3 for large letters. Behind a gradient its worst colour counts.
() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });

  const rgba = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return { r, g, b, a: a / 255 };
  };
  const over = (top, bottom) => ({
    r: top.r * top.a + bottom.r * (1 - top.a),
    g: top.g * top.a + bottom.g * (1 - top.a),
    b: top.b * top.a + bottom.b * (1 - top.a),
    a: 1,
  });
  const luminance = ({ r, g, b }) => {
    const [red, green, blue] = [r, g, b].map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const ratio = (one, other) => {
    const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
    return (light + 0.05) / (dark + 0.05);
  };
  const backgrounds = ([element, ...deeper]) => {
    if (!element) return [{ r: 255, g: 255, b: 255, a: 1 }];
    const style = getComputedStyle(element);
    const stops = style.backgroundImage.match(/rgba?\([^)]*\)/g) ?? [];
    const own = [style.backgroundColor, ...stops].map(rgba).filter(({ a }) => a > 0);
    if (own.some(({ a }) => a === 1)) return own.filter(({ a }) => a === 1);
    const behind = backgrounds(deeper);
    return own.length ? own.flatMap((top) => behind.map((bottom) => over(top, bottom))) : behind;
  };
  // Whatever is drawn under the middle of the text, be it an ancestor or not.
  const stackUnder = (element) => {
    element.scrollIntoView({ block: "center" });
    const box = element.getBoundingClientRect();
    const stack = document.elementsFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    return stack.slice(stack.indexOf(element));
  };

  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const weak = [];
  let looked = 0;
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const box = element.getBoundingClientRect();
    const seen = element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
    if (!walker.currentNode.data.trim() || !seen || box.width < 2 || element.closest("template"))
      continue;
    if (!stackUnder(element).includes(element)) continue; // something covers it
    looked += 1;
    const style = getComputedStyle(element);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && style.fontWeight >= 600);
    for (const behind of backgrounds(stackUnder(element))) {
      const found = ratio(over(rgba(style.color), behind), behind);
      if (found < (large ? 3 : 4.5))
        weak.push(`${found.toFixed(2)} ${element.className || element.tagName}: ${element.textContent}`);
    }
  }
  return { looked, weak };
}
