"""What a page in a browser asks for and complains of."""


def listen(page):
    """Gives the page two lists, of the addresses that it asks for and of what it complains of, filled from now on."""
    page.asked, page.complaints = [], []
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("console", lambda message: page.complaints.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    return page


def outside(page):
    """What it asked for that lies neither in the release nor in the page."""
    return [url for url in page.asked if not url.startswith(("file:", "data:", "blob:", "about:"))]
