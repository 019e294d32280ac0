import unittest
from http import HTTPStatus

import main


class AnswerTest(unittest.TestCase):
    def test_the_root_tells_facts(self):
        status, body = main.answer("GET", "/")
        self.assertEqual(status, HTTPStatus.OK)
        self.assertEqual(body["service"], main.NAME)

    def test_the_service_is_healthy(self):
        self.assertEqual(main.answer("GET", "/health"), (HTTPStatus.OK, {"status": "healthy"}))

    def test_an_unknown_path_is_not_found(self):
        status, _ = main.answer("GET", "/nowhere")
        self.assertEqual(status, HTTPStatus.NOT_FOUND)

    def test_a_wrong_method_is_not_allowed(self):
        status, _ = main.answer("POST", "/health")
        self.assertEqual(status, HTTPStatus.METHOD_NOT_ALLOWED)


if __name__ == "__main__":
    unittest.main()
