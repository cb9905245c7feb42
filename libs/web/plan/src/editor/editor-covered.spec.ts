import { coveredBy } from './editor-covered';

function bar(style: string, height: number): HTMLElement {
  const element = document.createElement('div');
  element.setAttribute('style', style);
  Object.defineProperty(element, 'offsetHeight', { value: height });
  document.body.append(element);
  return element;
}

describe('what lies over the text', () => {
  it('counts what sticks to the top and to the bottom, with what that sticks to', () => {
    const head = bar('position: sticky; top: 61px', 97);
    const tools = bar('position: sticky; bottom: 59px', 53);
    expect(coveredBy([head, tools])).toEqual({ top: 158, bottom: 112 });
  });

  it('leaves out what scrolls with the page', () => {
    expect(coveredBy([bar('position: static; bottom: 0', 53)])).toEqual({ top: 0, bottom: 0 });
  });

  it('does not count the keyboard, which is no part of what one sees', () => {
    expect(coveredBy([bar('position: sticky; bottom: 300px; --sp-keyboard: 300px', 53)])).toEqual({
      top: 0,
      bottom: 53,
    });
  });
});
