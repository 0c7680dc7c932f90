"""A bench of the network matrix starts its programs once and judges one or more rows with them."""

USER, PASSWORD, WRONG_PASSWORD = "licensing", "kept-to-itself-7401", "known-to-nobody-1830"


class Bench:
    needs = ()  # the programs' classes

    def __init__(self, lab, stack):
        """`stack` closes what is opened here."""
        self.lab = lab  # whose SSM the cells ask
        self.stack = stack
        self.programs = []
        self.open()

    def open(self):
        pass

    def run(self, program):
        self.programs.append(self.stack.enter_context(program))
        return program

    def rows(self):
        """(title, method) in the order of the table."""
        raise NotImplementedError

    @property
    def lab_authority(self):
        return self.lab.ssm_dir / "tls-ca.pem"

    def said(self):
        return "\n".join(program.said() for program in self.programs)
