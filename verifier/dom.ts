// Building elements. Text only ever goes in as text: what a bundle says is never markup.

type Child = Node | string | null | false;

/** An element with attributes and children. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Record<string, string> = {},
  ...children: Child[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children.filter((child): child is Node | string => child !== null && child !== false));
  return made;
}

/** An element of the page that is there. */
export function byId<Type extends HTMLElement>(id: string): Type {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no ${id}`);
  return found as Type;
}

/** Puts children in the place of what is there. */
export function fill(place: HTMLElement, ...children: Child[]): void {
  while (place.firstChild) place.firstChild.remove();
  place.append(...children.filter((child): child is Node | string => child !== null && child !== false));
}

/** A table with a head; cells are texts or nodes. */
export function table(caption: string, heads: string[], rows: (string | Node)[][]): HTMLElement {
  return element(
    'div',
    { class: 'wide' },
    element(
      'table',
      {},
      element('caption', {}, caption),
      element('thead', {}, element('tr', {}, ...heads.map((head) => element('th', { scope: 'col' }, head)))),
      element('tbody', {}, ...rows.map((row) => element('tr', {}, ...row.map((cell) => element('td', {}, cell))))),
    ),
  );
}
