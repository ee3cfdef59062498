"""What initiatives are proud of, on the landing page."""


def test_the_example_shows_some_and_keeps_back_what_may_not(browser, example_run):
    page = browser.new_page()
    page.goto((example_run.release.folder / "index.html").as_uri())
    entries = page.locator(".pride li")
    told = entries.all_inner_texts()
    assert len(told) == 5
    assert any("<img src=x onerror=alert(1)> {{ 7*7 }} ${document.title} </script>" in text for text in told)
    assert not any("Zonder toestemming" in text or "Nog niet bekeken" in text for text in told)
    assert entries.locator("img").count() == 0
    for link in entries.locator("a").all():
        assert link.get_attribute("href").startswith(("http://", "https://"))
        assert link.get_attribute("rel") == "noopener noreferrer"
        assert link.get_attribute("onclick") is None
    page.close()
