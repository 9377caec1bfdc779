// Leads the PDF reader to a scan decoder. The reader puts the decoder's plain file name behind this address; the files
// have other names in the build, given in the address too. Served as it is: it must import nothing but those two.
const parameters = new URL(import.meta.url).searchParams;
const isBilevel = (parameters.get('name') ?? '').includes('jbig2');
const decoder = await import(parameters.get(isBilevel ? 'jbig2' : 'openjpeg'));

// biome-ignore lint/style/noDefaultExport: the reader takes the default export
export default decoder.default;
