/**
 * Keeps `--sp-keyboard` on an element at the height in pixels that the keyboard of a phone takes from the page, so that
 * what sticks to the bottom stands above it.
 * @param moved hears when the keyboard came, went or grew
 * @returns ends that
 */
export function keepAboveKeyboard(element: HTMLElement, moved: () => void): () => void {
  const viewport = window.visualViewport;
  if (!viewport) return () => undefined;
  let last = 0;
  const measure = (): void => {
    const covered = document.documentElement.clientHeight - viewport.height - viewport.offsetTop;
    // Zoomed in, the visible part is small without any keyboard.
    const height = viewport.scale > 1.05 ? 0 : Math.max(0, Math.round(covered));
    if (height === last) return;
    last = height;
    element.style.setProperty('--sp-keyboard', `${height}px`);
    moved();
  };
  measure();
  viewport.addEventListener('resize', measure);
  viewport.addEventListener('scroll', measure);
  return () => {
    viewport.removeEventListener('resize', measure);
    viewport.removeEventListener('scroll', measure);
  };
}
