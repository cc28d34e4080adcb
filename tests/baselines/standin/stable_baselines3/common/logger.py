class Logger:
    def __init__(self, folder, output_formats):
        self.folder, self.output_formats = folder, output_formats
