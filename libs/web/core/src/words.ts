/** A text on screen; with two forms it follows the number in `{n}`. `{name}` is filled in with the parameter of that name. */
export type Message = string | { readonly one: string; readonly other: string };
export type Dictionary = Readonly<Record<string, Message>>;
export type Parameters = Readonly<Record<string, string | number>>;
export type LanguageCode = 'nl' | 'en';

/** The words of one feature: Dutch comes with the feature itself, English is loaded when somebody asks for it. */
export interface Words<N extends Dictionary> {
  readonly namespace: string;
  readonly nl: N;
  readonly en: () => Promise<{ readonly default: Translation<N> }>;
}

/** The same keys as the Dutch words: a key that lacks its translation is a type error. */
export type Translation<N extends Dictionary> = { readonly [K in keyof N]: Message };

/** Gives the text of a key in the language of this moment. Reads a signal, so templates follow a switch by themselves. */
export type Translate<N extends Dictionary> = (key: keyof N & string, parameters?: Parameters) => string;

/**
 * Declares the words of a feature, once per language file pair.
 * @param namespace name of the feature, unique in the app
 */
export function wordsOf<const N extends Dictionary>(
  namespace: string,
  nl: N,
  en: () => Promise<{ readonly default: Translation<N> }>,
): Words<N> {
  return { namespace, nl, en };
}

const plurals: Record<LanguageCode, Intl.PluralRules> = {
  nl: new Intl.PluralRules('nl'),
  en: new Intl.PluralRules('en'),
};

/** Fills in a message. A parameter that nobody gave stays visible as `{name}`, so that the mistake shows. */
export function fillIn(message: Message, parameters: Parameters, language: LanguageCode): string {
  const text =
    typeof message === 'string'
      ? message
      : message[plurals[language].select(Number(parameters['n'])) === 'one' ? 'one' : 'other'];
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = parameters[name];
    return value === undefined ? whole : String(value);
  });
}
