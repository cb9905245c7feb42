import { isAllowedHref, linkAddress } from './editor-link';

describe('addresses of links', () => {
  it.each([
    ['voorbeeld.nl', 'https://voorbeeld.nl/'],
    ['  https://voorbeeld.nl/pad?x=1 ', 'https://voorbeeld.nl/pad?x=1'],
    ['http://voorbeeld.nl', 'http://voorbeeld.nl/'],
    ['voorbeeld.nl:8080/pad', 'https://voorbeeld.nl:8080/pad'],
    ['fatma@voorbeeld.nl', 'mailto:fatma@voorbeeld.nl'],
    ['mailto:fatma@voorbeeld.nl', 'mailto:fatma@voorbeeld.nl'],
    ['06-00 12 34 56', 'tel:0600123456'],
    ['+31 (6) 00123456', 'tel:+31600123456'],
    ['tel:0600123456', 'tel:0600123456'],
  ])('understands %p', (typed, href) => {
    expect(linkAddress(typed)).toBe(href);
  });

  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'file:///etc/passwd',
    'vbscript:x',
    'https://bank.nl@elders.nl/',
    'gewoon een zin',
    'woord',
    '',
    '   ',
  ])('never makes a link of %p', (typed) => {
    expect(linkAddress(typed)).toBeNull();
  });

  it('accepts from the document only what a person could have typed', () => {
    expect(isAllowedHref('https://voorbeeld.nl')).toBe(true);
    expect(isAllowedHref('//voorbeeld.nl')).toBe(false);
    expect(isAllowedHref('/plannen')).toBe(false);
    expect(isAllowedHref('javascript:alert(1)')).toBe(false);
  });
});
