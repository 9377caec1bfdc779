// Names of the kinds of file that are recognised where a spreadsheet was expected: the `detected` parameter of file
// errors, in words. Knows no signatures; those are the reader's.
import type { Label } from '../registers/definition.ts';

export const detectedKinds = {
  folder: { zh: '文件夹', en: 'a folder' },
  office_lock_file: {
    zh: 'Office 打开文件时留下的临时文件（~$ 开头）',
    en: 'a temporary file Office leaves while a document is open',
  },
  pdf: { zh: 'PDF 文件', en: 'a PDF file' },
  image: { zh: '图片', en: 'an image' },
  word: { zh: 'Word 文档', en: 'a Word document' },
  powerpoint: { zh: 'PowerPoint 演示文稿', en: 'a PowerPoint presentation' },
  opendocument_other: { zh: 'OpenDocument 文件，但不是表格', en: 'an OpenDocument file other than a spreadsheet' },
  numbers: { zh: 'Numbers 表格，请另存为 xlsx', en: 'a Numbers document; save it as xlsx' },
  xlsb: { zh: 'Excel 二进制工作簿（xlsb），请另存为 xlsx', en: 'a binary workbook (xlsb); save it as xlsx' },
  excel_95: {
    zh: 'Excel 95 或更早版本的工作簿，请另存为 xlsx',
    en: 'a workbook of Excel 95 or earlier; save it as xlsx',
  },
  excel_xml: { zh: 'Excel 2003 XML 表格，请另存为 xlsx', en: 'an Excel 2003 XML file; save it as xlsx' },
  html: {
    zh: '网页（HTML），请用 Excel 或 WPS 打开后另存为 xlsx',
    en: 'a web page (HTML); open it in Excel and save it as xlsx',
  },
  xml: { zh: 'XML 文件', en: 'an XML file' },
  rtf: { zh: 'RTF 文档', en: 'an RTF document' },
  zip: { zh: '压缩包（ZIP）', en: 'a ZIP archive' },
  rar: { zh: '压缩包（RAR）', en: 'a RAR archive' },
  seven_zip: { zh: '压缩包（7z）', en: 'a 7z archive' },
  gzip: { zh: '压缩包（gzip）', en: 'a gzip archive' },
  executable: { zh: '程序文件', en: 'a program' },
  sqlite: { zh: '数据库文件', en: 'a database file' },
  ole_other: { zh: '旧版 Office 文件，但不是表格', en: 'an old Office file other than a spreadsheet' },
  binary: { zh: '无法识别的二进制文件', en: 'an unknown binary file' },
  workbook_without_sheets: { zh: '没有工作表的工作簿', en: 'a workbook without worksheets' },
  // Not a wrong kind but a wrapped file.
  esafenet: { zh: '亿赛通（E-SafeNet）加密文件', en: 'a file encrypted by E-SafeNet' },
  tsd: { zh: '带“TSD-Header”标记的加密文件', en: 'an encrypted file with a TSD header' },
  fasoo: { zh: 'Fasoo DRM 加密文件', en: 'a file encrypted by Fasoo DRM' },
  nasca: { zh: 'NASCA DRM 加密文件', en: 'a file encrypted by NASCA DRM' },
  softcamp: { zh: 'SoftCamp 加密文件', en: 'a file encrypted by SoftCamp' },
  microsoft_pfile: { zh: '微软信息保护（pfile）加密文件', en: 'a file protected by Microsoft Information Protection' },
  rights_management: { zh: '设有权限管理（IRM）的工作簿', en: 'a workbook under rights management (IRM)' },
  high_entropy: { zh: '整体呈加密状态的文件', en: 'a file that looks encrypted throughout' },
} as const satisfies Readonly<Record<string, Label>>;

export type DetectedKind = keyof typeof detectedKinds;
