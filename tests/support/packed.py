"""The same words, packed in the ways of files."""

import io
import zipfile

import pandas as pd
import typst
import xlsxwriter


def as_zip(data):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", data)
    return target.getvalue()


def as_xlsx(text):
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        book.add_worksheet().write(0, 0, text)
    return target.getvalue()


def as_parquet(text):
    target = io.BytesIO()
    pd.DataFrame({"a": [text]}).to_parquet(target)
    return target.getvalue()


def as_pdf(text):
    return typst.compile(f'#set page(width: 20cm)\n#raw("{text}")'.encode())
