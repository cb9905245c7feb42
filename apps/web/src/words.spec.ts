/// <reference types="node" />
import { existsSync, globSync, readFileSync } from 'node:fs';
import {
  ASTWithSource,
  parseTemplate,
  TmplAstRecursiveVisitor,
  tmplAstVisitAll,
  type AST,
  type TmplAstBoundText,
  type TmplAstElement,
  type TmplAstText,
  type TmplAstTextAttribute,
} from '@angular/compiler';
import ts from 'typescript';

type Pair = { readonly nl: string; readonly en: string };

const sources = globSync('{apps/web/src,libs/web/*/src}/**/*.{ts,html}').filter((path) => !path.endsWith('.spec.ts'));
const pairs: readonly Pair[] = globSync('{apps/web/src,libs/web/*/src}/**/*nl.json').map((nl) => ({
  nl,
  en: nl.replace(/nl\.json$/, 'en.json'),
}));

describe('words on screen', () => {
  it.each(pairs)('$nl and its English twin have the same keys, forms and parameters', ({ nl, en }) => {
    expect(existsSync(en)).toBe(true);
    expect(shapeOf(en)).toEqual(shapeOf(nl));
  });

  it('stand in language files, never in templates', () => {
    expect(pairs.length).toBeGreaterThan(2);
    const literal = sources.flatMap((path) => templatesOf(path).flatMap((template) => wordsIn(template, path)));
    expect(literal).toEqual([]);
  });

  it('would be found in a template', () => {
    const template =
      '<p>{{ t("a") }} hallo</p><button aria-label="Sluit">{{ "Weg" }}</button><a [title]="\'Open dit\'">{{ x ? "Ja hoor" : y }}</a>';
    expect(wordsIn(template, 'x').length).toBe(5);
    expect(wordsIn('<p class="a b" [class.c]="d">{{ t("key") }}: {{ n }}</p>', 'x')).toEqual([]);
  });
});

/** Keys with the parameters of their forms. */
function shapeOf(path: string): Record<string, readonly string[]> {
  const messages = JSON.parse(readFileSync(path, 'utf8')) as Record<string, string | Record<string, string>>;
  const shape = Object.entries(messages).map(([key, message]): [string, readonly string[]] => {
    const forms = typeof message === 'string' ? { '': message } : message;
    return [
      key,
      [...new Set(Object.entries(forms).flatMap(([form, text]) => [form, ...(text.match(/\{\w+\}/g) ?? [])]))].sort(),
    ];
  });
  return Object.fromEntries(shape.sort(([one], [other]) => one.localeCompare(other)));
}

function templatesOf(path: string): readonly string[] {
  const text = readFileSync(path, 'utf8');
  if (path.endsWith('.html')) return path.endsWith('index.html') ? [] : [text];
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (
      ts.isPropertyAssignment(node) &&
      node.name.getText() === 'template' &&
      ts.isStringLiteralLike(node.initializer)
    ) {
      found.push(node.initializer.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
  return found;
}

const spoken = new Set([
  'aria-label',
  'aria-description',
  'title',
  'alt',
  'placeholder',
  'label',
  'heading',
  'lead',
  'hint',
  'text',
  'legend',
]);
const isWord = (text: string): boolean => /\p{L}{2,}/u.test(text.replace(/&\w+;/g, ''));

/** Every text, spoken attribute and string in a binding that a person would read. */
function wordsIn(template: string, path: string): readonly string[] {
  const found: string[] = [];
  const parsed = parseTemplate(template, path, { preserveWhitespaces: false });
  const note = (text: string): void => {
    if (isWord(text)) found.push(`${path}: ${text.trim()}`);
  };
  class Reader extends TmplAstRecursiveVisitor {
    override visitText(text: TmplAstText): void {
      note(text.value);
    }
    override visitBoundText(text: TmplAstBoundText): void {
      const source = sourceOf(text.value);
      note(source.replace(/\{\{[\s\S]*?\}\}/g, ''));
      for (const expression of source.match(/\{\{[\s\S]*?\}\}/g) ?? [])
        for (const string of sentences(expression)) note(string);
    }
    override visitElement(element: TmplAstElement): void {
      for (const attribute of element.attributes) this.noteAttribute(attribute);
      for (const input of element.inputs) {
        if (spoken.has(input.name)) for (const string of sentences(sourceOf(input.value))) note(string);
      }
      super.visitElement(element);
    }
    private noteAttribute(attribute: TmplAstTextAttribute): void {
      if (spoken.has(attribute.name)) note(attribute.value);
    }
  }
  tmplAstVisitAll(new Reader(), parsed.nodes);
  return found;
}

/** What stands in the template itself. */
function sourceOf(value: AST): string {
  return value instanceof ASTWithSource ? (value.source ?? '') : '';
}

/** String literals of an expression that are not a key handed to a translator or a comparison. */
function sentences(expression: string): readonly string[] {
  const plain = expression
    .replace(/\b(t|core|w)\(\s*(?:[^()'"`]*\?[^()]*|['"`][^'"`]*['"`])/g, '')
    .replace(/[!=]==?\s*(['"`]).*?\1/g, '');
  return [...plain.matchAll(/(['"])(.*?)\1/g)]
    .map((match) => match[2] ?? '')
    .filter((string) => !/^[a-z]+([.-][a-z0-9-]+)*$/.test(string));
}
