// The style nonce for components that make style elements themselves (the data grid).
import { createContext } from 'react';

export const NonceContext = createContext('');
