/**
 * Keeps `--sp-bar-top` and `--sp-bar-bottom` on the page: what the header and the navigation of a phone take from the
 * top and the bottom of the screen, in pixels; 0 for a bar that scrolls with the page or is not there. Measured, since
 * large letters make a bar higher.
 * @param navigation null while there is none
 * @returns ends that
 */
export function keepBarHeights(header: HTMLElement, navigation: HTMLElement | null): () => void {
  const page = header.ownerDocument.documentElement;
  const measure = (): void => {
    page.style.setProperty('--sp-bar-top', heightOf(header, 'sticky'));
    page.style.setProperty('--sp-bar-bottom', navigation === null ? '0px' : heightOf(navigation, 'fixed'));
  };
  // A bar that starts or stops to stick gets another size with it.
  const watch = new ResizeObserver(measure);
  watch.observe(header);
  if (navigation !== null) watch.observe(navigation);
  measure();
  return () => watch.disconnect();
}

function heightOf(bar: HTMLElement, sticking: string): string {
  return getComputedStyle(bar).position === sticking ? `${bar.getBoundingClientRect().height}px` : '0px';
}
