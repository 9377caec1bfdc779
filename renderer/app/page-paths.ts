// Which addresses have a page, for links that must not lead nowhere.
import { createContext, useContext } from 'react';

export const PagePathsContext = createContext<readonly string[]>([]);

/** Whether a page is registered under this path pattern. */
export function useHasPage(path: string): boolean {
  return useContext(PagePathsContext).includes(path);
}
