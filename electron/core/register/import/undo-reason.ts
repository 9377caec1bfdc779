// The reason a record carries that an undone import left void; by it a later import may bring the record back.
export const undoneReason = '导入已撤销';
