import { SaxesParser } from 'saxes';

export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string;
}

/** The elements of a document in the order in which they end, each with its own text. Throws where it is no XML. */
export function readXml(document: string): Element[] {
  const parser = new SaxesParser();
  const elements: Element[] = [];
  const texts: string[] = [];
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentagstart', () => texts.push(''));
  parser.on('text', (text) => {
    texts.push(`${texts.pop() ?? ''}${text}`);
  });
  parser.on('closetag', ({ name, attributes }) =>
    elements.push({ name, attributes, text: texts.pop() ?? '' }),
  );
  parser.write(document).close();
  return elements;
}
