// The version of the program, as package.json has it (test/house compares the two).
export const version = '0.1.0';
