import { readableKeys, roved, toolbarButtons } from './toolbar-buttons';

describe('the toolbar', () => {
  it('is one stop for Tab, with arrows inside that go round', () => {
    expect(roved('ArrowRight', 0, 3)).toBe(1);
    expect(roved('ArrowRight', 2, 3)).toBe(0);
    expect(roved('ArrowLeft', 0, 3)).toBe(2);
    expect(roved('Home', 2, 3)).toBe(0);
    expect(roved('End', 0, 3)).toBe(2);
    expect(roved('Tab', 0, 3)).toBeNull();
  });

  it('tells keys as they stand on the keyboard', () => {
    expect(readableKeys('Mod-Shift-8', false)).toBe('Ctrl + Shift + 8');
    expect(readableKeys('Mod-Alt-2', true)).toBe('Cmd + Option + 2');
  });

  it('fits on the narrowest phone with the link and the button for more', () => {
    expect(toolbarButtons.filter((button) => button.first).length + 2).toBeLessThanOrEqual(7);
  });
});
