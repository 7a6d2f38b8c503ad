"""HTML as bounded trees and text blocks. Imports nothing else of the crawler."""
