/** What lies over the text, in pixels from the top and the bottom of what one sees of the page. */
export interface Covered {
  readonly top: number;
  readonly bottom: number;
}

/**
 * Adds up what sticks around the text. Each of these sticks to the top or to the bottom, or does not stick: their
 * styles decide, by the width of the screen.
 */
export function coveredBy(bars: readonly HTMLElement[]): Covered {
  let top = 0;
  let bottom = 0;
  for (const bar of bars) {
    const style = getComputedStyle(bar);
    if (style.position !== 'sticky') continue;
    const fromTop = parseFloat(style.top);
    const fromBottom = parseFloat(style.bottom);
    if (!Number.isNaN(fromTop)) top = Math.max(top, fromTop + bar.offsetHeight);
    // What the keyboard takes is no part of what one sees.
    else if (!Number.isNaN(fromBottom)) bottom = Math.max(bottom, fromBottom + bar.offsetHeight - keyboardOf(style));
  }
  return { top, bottom };
}

function keyboardOf(style: CSSStyleDeclaration): number {
  return parseFloat(style.getPropertyValue('--sp-keyboard')) || 0;
}
